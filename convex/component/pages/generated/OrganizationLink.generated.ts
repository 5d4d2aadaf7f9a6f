/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA02P3WqDQBCFX2XJ1S6s9ocSWkV8hd6XghMzxi06k8yOJa3suydKArmam++bc04Yjyw6fxqIBlMnPG7yp5Yp8oBZt5vGXvAl/4mb8kbSQqrX5dBdYDkAhX/QwJRt37Zy6k7h0dJVkztPrKHFmO1eP8L7Qf5W9BfEhEqsK7uJ2uWVATsfQftCvAYdsIDk5gHVcKXW+XkPCkVMFV0dQZ2E7LNfcs/RWfSzcsFWnG/7MOwFqfgC3xjuTONjnROMWNeN9mge+zffySU8r7VhHZvKC9eavvEmAQAA";
export default content;
