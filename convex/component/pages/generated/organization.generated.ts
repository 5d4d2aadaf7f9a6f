/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA32RQUvDQBCF/8pYPOzCmljBS8P25sGTHryVQpbNJNnS7obZqVXD/neTFGv0UBjmwRt488Fzhy4Q969gIqAyo7AKo/hUUzgsstwGH8Me7+xjEx+WZpnt4qKoj96yCx5IyH6P3AdqjHdfZjSfqxUnjaKPTM7y6maZZOFqwVrr9+AquJfcUjjBE1EgUb61LkJnGoR2fBxgHgZuGI5gqoowxlIWhHwkD5wuEO4MAagHnJ+7F+U8J2YN8svMKNV/aEzKxE9vgfXanIxj4OxqhEApfynMmWKDym/1hoVUA832gqvXZd5R2KHlmN/2mPI/2YPl07A4lQk/plamOrwi5aZeUvENgN3VGa4BAAA=";
export default content;
