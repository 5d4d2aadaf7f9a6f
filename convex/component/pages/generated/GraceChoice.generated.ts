/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACAz2O0QqCMBhGX2V0pTCXkIgoBtVVb7Fh06Zuv83f0sR3Ty27/D4Oh6N0AxbHnoiWyCm3oHdsn4FpoZYe9EpHRaNZ2e6SHwlmQXFDL9AM5w4RjJc/yqpu39FKP4UlJkXHpTYd/ZifkIDJJKeH0J/ndbYYcofOchqFwXaRmxg4Df0g+j8vKSs+UZVienR8amZ77zqSjowxpEZoGfPCikUNDaq5PLaTm8h+rVXf2OQD+PtED+cAAAA=";
export default content;
