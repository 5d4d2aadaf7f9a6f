/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACAz2O0QqCMBhGX2V0pTDXIBmiGFRXPUUbOsvM/TJ/UxHfvZnZ5fdxOJyybsDidCOqJXouLNQ7ts/AtPDSQVXwUNRFy57tLvmRpVlQ3NALNOO5QwQTZML2PR/yL/1WlpgUPZ/adOKxPCEBk2lJD4K7eXUWQx7QWUkjEW4XydUoqeBh9H96rSs50zLF9Ohxapx98D1NJ8YYUqNqHcu7VYsaGixdeWxnP9HDWrvGJh+Zmqvh5wAAAA==";
export default content;
