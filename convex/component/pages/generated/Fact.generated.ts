/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA03OQQvCIBjG8a8ydlKw1S2Y2Llj9wjm8qmM6UJfxkL87q1B4fn38PC37jUGStpXOlbItzC6utme9B1HaIOwgbH92+375hlrOelQkQLjwiuWyNKAFuL6sIMJ8K3PXB3YTtAyniNnnbFTJ9Lfzz/7EpWCzEWJpsTl9pK5xLymrqWU5QexerARugAAAA==";
export default content;
