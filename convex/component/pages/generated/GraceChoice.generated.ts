/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACAz2O0QqCQBBFf2XpSWHbNgopxaB66ivaxaayckbWMRXx39PMHu/lcDhplpPj9ixsIaC7OspmapEQFvSC+XVZbhFsoh7FLPqRKQ4oT+iR8uZQMhPOk8BVla4vX/ptncCYPV+6uNWh2bMgTMDIVaD7eeotKO5UOiM3wXq6xMU2RgZ6vfk/FcDTdDKNOd55WmJvr30PZKuUYok2g9DcnB3UlHPal4eu8yOox9oxNvoA9+TmgecAAAA=";
export default content;
