/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACAz2OQQ6CMBBFr9K4gqTWJhJUCCYuPYFLW3GUgnRIGQVDuLuA4vL/vLw8U1boqDszXTPobw7LhVilaGt8wDKjBrWWgcjrRfwjTzSiNKMWyaRQL4u82FzW+W5CX9oxm5Dnc5d0MlIHYmhTUHwdymEeLdOWZfh0im/DYL7YVb8VD2Ww/T8NQKF6bhJK9p7kdrC3vge8E0IQt7qESN2dHtVYkRmyI9f7MbRTqvmWxh9tu06W5AAAAA==";
export default content;
