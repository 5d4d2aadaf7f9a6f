/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA32RQUvDQBCF/8pYPOzCmih6atjePHjqxVsp7JJMky3tbpidGDXsfzdJsUYPwjAP3sCbD547t4F42DLYCKjsJKzCJD4dKJxXWV4GH8MJ72L/iF311GTHuCoOnS/ZBQ8k5HBCHgLV1rtPO5kv1ZqTRjFEJlfy+uYhycIdBGut34Kr4F5yQ6GHZ6JAwrw2LkJra4RmehxgGQZuHI5gq4owRiMLQu7IA6crhLtAAOoR5/vuhVnmxKxG3i4Mo/5CY1I2fvgSWG9sbx0DZ/9GCJTyh8JeKHao/F7vWEg10uyvuHpj8pbCEUuO+e2AKf+VPVo+jYuTSfg+1zLX4RUpN/eSii/YVsSmrwEAAA==";
export default content;
