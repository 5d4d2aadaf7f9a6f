/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA32RQUvDQBCF/8pYPOzCmqh4atjePHjSg7dS2CWZJFvb3TA7bdWw/90kxRo9CMM8eANvPnhu3wXi/gVsBFR2FFZhFJ9qCvtFlpfBx7DDm7f2vjk+cJdt46KoD75kFzyQkP0OuQ/UWO8+7Wg+VUtOGkUfmVzJy6u7JAtXC9ZaH4Or4FZyS+EEj0SBhHltXYTONgjt+DjAPAzcMBzBVhVhjEYWhHwgD5wuEO4MAagHnO+7F2aeE7MG+XlmGPUXGpOy8cOXwHplT9YxcPZvhEApfyjsmWKNym/0moVUA83mgqtXJu8obLHkmF/3mPJf2YPl07A4mYTvUytTHV6RclMvqfgCCwzTpK4BAAA=";
export default content;
