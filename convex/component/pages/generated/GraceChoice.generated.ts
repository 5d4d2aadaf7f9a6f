/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACAz2O0QqCMBhGX2V4pTDXIBFRDKqrnqINXTXL/TJ/UxHfvZnZ5fdxOBxdN2BxuhLZEjXfLNQe2xVgWnipEDT2MqkrVrVe9iO1WVDc0DM046lDBBMWse17PpRf+i0tMTn6AbX5xFNxRAKmUILuY+7mxVkMeUBnBU3iaLtIKUdBYx4l/6dX6ilmqnPMDz6nxtmHwFd0YowhNbJWqbhbuaihQe3KUzsHmRrW2jU2+wCfBCKI5wAAAA==";
export default content;
