/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACAz2O0QqCMBhGX2V0pTDXIBFRDKqrnqItXWnlfpu/qYnv3szs8vs4HE5RVmBwOBFZEzVeDJQrtk5B1/BQXu5XfnZ+P9mtXsU/stATigt6gKrfN4igvTQwbcu77Eu/pCE6QcelJhl4JHZIQKdK0E3A7TxaiyY5NEbQMPCXi2SyFzTgfvh/WqXuYqRFgsnW4VRbe+c6ig6MMaRalioSVyMnNVRY2PLIjG6surl2jo0/A3cxW+cAAAA=";
export default content;
