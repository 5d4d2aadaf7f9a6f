/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA02P0WqDQBBFf2XJ0y5sbJ4SUERoP6MUHHStm+qMzI6N7bL/HpUE8nRfzrnc68eJWOJVQVAudUzjIXtrCAMN7jjOP53Hyzm7hkPxIHEjxcoW+BSIvwH9P4gnPI6+n7pLu7xaftf4yX/Q9Pc+i6x0c+bb7bS0O/0LrHzJ2hTdjM3WpkDHCaTP2YqXweWQTBycKCpFGxtbEMhDKnF12MnMqE/Wr2VLMNrZKJSTZmOb3g8tO8w/wdaKOlXbUGUIo6uqWnqnXi/UX8kkt+zLYf+bijuqVJINKQEAAA==";
export default content;
