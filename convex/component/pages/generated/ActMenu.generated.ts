/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA22RUUvDMBSF/0rdUwO3U3GgZFQRJvgkPvgmQu7Suy2S5NYkm2Wl/922OjfBp0NuzncOyTWu5pDaRYYxI3gYJMHLIB4+BwndKrCbTM81+8iWCjNrrhq82E/f42T+g/PgNBAHQYh+UD6Az7imR8KKQrG5ud7b1cyM7A5DFkvOBegyby0uyUoG1ClK3YnyNr+A2BubKPIArd4YWwXy8vUwFzlCm9iTVB9bQ0lBNPv+EB1aq2CCwWAxxk763F/+iBtoPbqecBxIdaITcLykvtJijE+jo+aadxQU1BY1OfJJqiWnxC4jX6n/0tOfgB7Zntj01GGd522iJkkCExfo1xR4G2Uqzy6hprDi4GQ4/QiR+9PMdDemFiaRy6qRV99F40gB+3udDHsZjsXUAYn+pZ1468ScmnF9elx7N/8CFlWUZg0CAAA=";
export default content;
