/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA2XPy2rDMBCF4VcZsrJBcQuFhtq40GWfoFvJ7jiRI82ko8mdvHvlXFZZDvPB4fdxw6LnI7gEeBmE46x66ZkSB5yP76e/hew/qjHNmrv80YnqgxKr7zHN1+N60b2NN7pzAtRqURppi7L9LF4N5cehLNCcg+sw1PYrJAY/gCNgWTryJ6eeCXSFBKs8QQy8JxRryEWs7cDSozW/mHrxm8nW9lufPWxJfYAjb2HpdzgBkFwDynmM8ykQMXYolb2UDR6uWXKrav4BN+MlbBABAAA=";
export default content;
