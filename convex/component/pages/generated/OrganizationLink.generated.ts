/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA02PwW6DMBBEf8XKyZYMbaMeWhDiF3qvKrGBJTiF3Wi9aZMi/3sDSqSc5vLeaCZMRxadPwxEg6kXnjb5U8sUecTsu7scBvl9yQ9xU95IWkj1ugTdBZY9UPgDDUzZDvqu59fto6WrJneeWEOLMdtt38PbXi4r+gNiQiXWlf2J2qXKgJ2PoEMhXoOOWEBy84hquFLr/NyBQhFTRVdHUE9C9tmHa9k5Oot+Vi7YivPtEMZOkIpP8I3h3jQ+1jnBhHXd6IDmcX/zlVzC8zob1rOp/AfATlLlJgEAAA==";
export default content;
