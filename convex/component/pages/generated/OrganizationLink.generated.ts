/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA03PwWqDQBAG4FdZctqFjc2ptIoI7blPUApOdK0bdMbMjomJ7LsnSgI5zeX7f+b3/UAs84+CoFxsmPpN8lYRBurctj1fDvWHb5ND2GQPiYsUK8vBZ4D4H9BfQTzhdj9de9jh+2vquHp++m8aLl+jyKKP6Pefp/OqT8DK56xN1oxYLW0K9DyAtClb8dK5FKKZOyeKctHGzjUIpCHmeM+wk5FR76y/l03BaGdnoZQ0G1u1vqvZYfoLtlTUqNKGIkHoXVGU0jr1OqH8iya6af0c1r0xuwGWkwNrKQEAAA==";
export default content;
