/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACAz2O0QqCMBhGX2V0pTCXlIgpBl32FG3qn850k/lXivjuzcwuv4/D4ci20wanGxE9gfludLtj+1yrXjfgNWVRtVk9srrfJT8S1YLihiqNMofeyw4nGZVmRV/CEJWi41KTTn7ML0i0yoHTY+jbebUKRSr9NJxGYbBdpBAjp6EfRP/nDfDgM5UppmfHp8raB9cBOjHGkCrRQsxLIxa17lDa7NjMbgLDN1WupckHkpc5M+QAAAA=";
export default content;
