/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA32RMU/DMBCF/8pRMdiSSWBgaeRuDEwwsFWVbJJr4qq1o/O1ASL/d5JUlMBQ6XRPeie9+6TnDm0g7l/BRkBlR2EVRvFpS+GwyPIy+Bj2eFc9tt07n+psFxfF9uhLdsEDCdnvkftAtfXuy47mc7XkpFH0kcmVvLx5SLJwW8Fa61NwFdxLbih08EQUSJi3xkVobY3QjI8DzMPADcMRbFURxmhkQchH8sDpAuHOEIB6wPm5e2HmOTGrkV9mhlH/oTEpGz99CaxXtrOOgbOrEQKl/KWwZ4o1Kr/RaxZSDTSbC65embylsMOSY37bY8r/ZA+WT8PiZBJ+TK1MdXhFyk29pOIbx9b8Ea4BAAA=";
export default content;
