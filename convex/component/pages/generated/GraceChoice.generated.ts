/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACAz2OSw6CMBRFt9I4gqRWEg0qBBN15CpsxapVeQ/K4xfC3gUUh/fk5OaYJEVL7ZmpnOnuZjGZiUWMkONbz415NLG/BvHMZ+HPzGhQaVKPmDaHgghhfsnAXLZlNdqlsgwiclxuo9YL5J4YQqwlX/peP0/AFLAHFlbyjb+aELuqRnLfW23+pNL6JTtuIop2jseHltp1NG+FEMRBJTqQd6uGa0zJ9OWB7dxQ12Ot+caGH8d7DwLnAAAA";
export default content;
