/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA02P0WqDQBBFf2XJ0y5s0pSWFhQR2s8oBQcd46brjsyOiY3sv1elgTzdl3Mu97p+IJb5rCAqTC1Tvzs81RQiedx3P83LK9b+cI67/J8MKylW1gh3gfgEwd1AHIV972/Pcjm9P1pu0/jOf9Lw+zGKLHT9xtfrcWo2+gKsXMHa5O0Y6rVNgZ4HkC5jK048ZpDM7FEUFaKNnRsQyGIqwuIwyshBH61byqZoNNpZKCPNxtad8w1jyL7AVopaVdlYHgL0WJaVdKgeL1TfySSctuWw/U35H18Q7eopAQAA";
export default content;
