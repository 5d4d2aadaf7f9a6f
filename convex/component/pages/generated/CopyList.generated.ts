/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA1WQ0W6DMAxFfwX1KZECmzRp1UDsE7bHPVSVCMFTQ0PCbI+yIf59sLZqKvnNx8dX13Z9QJ7qRFMC8yeGbpM9mOApOEjb59+vLZ5espY2xYX84BXlK+oDWwOUHtvjtn5qz+igMfElC6mwFNOg3TdQzrMsX8Wj8gsySlE1rlKTcZroTXeQVyb0P6mzxJUyB+saBJ+/1y0YzsAzWiDBMut0L8SOFe4jG606O6y+6+Uu/rQob5slh7o7bO5zEBiEOESsMqGBWIaRTApQE8PIOarTQfP6ab+OYilnWcD4XyCe+yv+ABzhfah6AQAA";
export default content;
