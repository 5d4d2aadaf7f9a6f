/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA02PQW6DMBBFr2JlZUuGtlm1IMQVuq8qMQEDRjBDx5MqreW7N9BEymo27/353y8rscR3BUG51DMth/ypJQw0u2weunE5TT/5FA7ljcSNFCvbwbtAPAD6XxBPmE1fq+/Dy/HRkl3jO48kvnUhOx3f/OvA/w++gZWvWJuyP2O7RSnQcQUZC7biZXYFJBNnJ4oq0cbGDgSKkCq8OuzkzKifrb+GXYLRzkahgjQb245+7thh8QG2UdSrxoY6R1hcXTcyOvXYv/lMJrnLXhv2san8A8cq7yYmAQAA";
export default content;
