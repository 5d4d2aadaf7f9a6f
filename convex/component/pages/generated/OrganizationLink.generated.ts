/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA02P0WqDQBBFf2XJ0y5sbEihtIr4C30vBac66hadsbOTNK3svzdKA3m6L+dc7g3TzKLLq4FoMHXC0y57aJgij7jnw9OjtN/H7DPuin+SVlK9rkE3gaUHCr+ggWnfz+eveRa9t3TT5MYTa2gw7j+OL+G5l58NPYOYUIp1RXeiZq0yYJcZdMjFa9ARc0huGVENl2qdX1pQyGMq6eoI6knIHny4ll2is+gX5ZytON8MYWwFKX8DXxvuTO1jlRFMWFW1Dmju99fvySW8bLNhO5uKP1aV8RImAQAA";
export default content;
