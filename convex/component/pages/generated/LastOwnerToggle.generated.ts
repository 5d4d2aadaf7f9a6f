/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA2XPSW7DMAyF4asQWdmA4g6r1oYLdNlbSHZoW6lEBhQzuEHuXjnDKkuCH/Dw+7hj0fMMLgFeBuG4ql56psQB17+beTvJ8a3aplVzl0oL1QclVt9jWnfvn/5jlPlKD06AWi1KI21Rtl/Fq6H8OJUFmnNwHYbafofE4AdwBCyjI//n1DOBTkgw5Qli4COhWEMuYm0Hlh6t2WDqxe8WW9sfffawJ/UBZt7D6A+4AJBcA8p5jPMpEDF2KJW9lA2erllyq2r+Ac0sJ9oQAQAA";
export default content;
