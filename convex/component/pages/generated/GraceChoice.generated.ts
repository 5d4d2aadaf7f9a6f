/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACAz2O0QqCQBBFf2XpSWHblgoxxaDHvqLdbKqt3IlxSkX899Syx3s5HI4rnkjcHoQtBXRnwmKmFjn6Eh8wRx2t6FQt1a2cpT+S/YDyhHpkl0M5Py43Lr5QM6JvS8JnHISSslYnZscCfQ5GriLdz32v8OKKLzIyjtbTJU62MTLS6/j/VAB300mXcbYNtPS9vQ4DkK1SiqW3BSTmQnZQ45Ndn51QF6ZQj6nuW5p+ALC2OUbkAAAA";
export default content;
