/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA02P0WqDQBBFf2XJ0y5sbFpKoYoI7WeUgoOucaPOyOyY2Mj+e6MkkKf7cs7lXj+MxLKcFATlYsM07JKXijBQ7/Zd+3Y8v8uYnMIuu5O4kmJlDXwIxEdAfwXxhPuKXrtrh5/Plt80fvDfNP59TSIr/cGXy2GuN/oMrHzO2mTNhNXapkAvI0ibshUvvUshmqV3oigXbexSg0AaYo43h51MjPpg/a1sDkY7uwilpNnYqvV9zQ7TH7ClokaVNhQJwuCKopTWqecL5W800c3bctj+xuwf/PCN7CkBAAA=";
export default content;
