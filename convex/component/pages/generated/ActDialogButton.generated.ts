/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA1WQTU/DMAyG/0rHKZHSsIK0iVZlBxAcQQKJwzRpaedButQZsbtNVP3vdIPycfLBz/O+lm299YFbjAxF0K2Dr8/0efDOrfwe49Ag2xriooZiN7mY6orOsm/lno8Oq5fTRBUGGz3bEijeVJtpcVld/ZXKI2sHsvRI3kFcTT7ep2H/Re5MiEwOgoVUiVQ+RyGzdYMlW48RiZbhwCmoomH2+OwRUs6XW2csLpWlW0umcLBKMR8lSmtNnWwd8LxUbpGLsTK6IXhiwyDFKJFZAG4C9gvf1x9ICq/vgnmtAVm15Zt1qwCYzgdAiqDavrhv/demPD4GIEqFzK+dGI2l+pFhNiPNlh10Uv0GWdUe7+tjHrY9VfYRN84TDBGJ7OSikx0cTr+j07+77BOBDA1xswEAAA==";
export default content;
