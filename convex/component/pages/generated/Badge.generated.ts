/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA1XOSwrCMBAA0KuE4iKFWAUXYks8glu3mbajNk0mJRmlEHJ3PzsP8OBNfgmR85UFJIHlFoOvmh0FngZM29nOx/5gT41NVfeCKFijrBVpmTkQtqgN4ZMjOKOGx+TGiNRSqfVZ7hV/1FpLkxYgo/LgIKULeGxND+MdxSZj+Wcdrr8NfTNcujf8Sw7DnQAAAA==";
export default content;
