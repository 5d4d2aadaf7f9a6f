/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACAz2O0QqCMBhGX2V4pTDXIBFRDKqrnqItXWXqfpm/qYjv3szs8vs4HE5RN2BwuhLZEjXfDdQO22WgW6iUX3Zde8OmYq/WSX5koRcUN/QMzXjqEEH7WWj6ng/5l35LQ3SKrkdNOvFYHJGAzpSg+5DbebEWTZ7QGUGjMNgukstR0JAH0f/plSrFTIsU04PLqbb2wXMVnRhjSLWsVSweRi5qaLCw5bGZvUQNa+0am3wApTFNTecAAAA=";
export default content;
