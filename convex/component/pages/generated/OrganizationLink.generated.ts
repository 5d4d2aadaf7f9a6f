/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA02PwYqDQBBEf2XIaQYmbi6bgyLC7mcsCzba6ohOS0+buCvz71FJIKe6vFdUuXEilrVXEBTGhmk8JR8V+UADnuu+urXN4JM+nLIn6XdSrOzhXwJxC979gzjy53a8TviJzbvlDo1f/DdNf1+zyEZXV77fL0t90Ddg5XLWJmtmX+1tCvQ6gXQpW3EyYArRrAOKoly0sWsNAmmIud8cRpnZ64t1W9kSjEa7CqWk2diqc0PN6NMfsKWiRpU2FImHEYuilA7V+4XyN5qIy7Ecjr8xewDAeXrgKQEAAA==";
export default content;
