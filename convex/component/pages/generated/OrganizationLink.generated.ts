/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA02PwWrDMBBEf0XkJIHsFkJbamN86y/0UAre2nIsx94Nq01qIvTvjU0DOc3lvWHGzydiiR8KgnKpZ5p3+VNLGGhy2fz60i3hKvkYduU/iSspVtbAu0B8APRXEE+YDb946cP+8Gh9bjzfeSTxrQvZcTy+/ezH9w29ACtfsTZlf8Z2rVKg4wlkKNiKl8kVkEycnCiqRBsbOxAoQqrw5rCTM6N+tv5WtgSjnY1CBWk2th381LHD4gtso6hXjQ11jjC7um5kcOpxf/OdTHLLNhu2s6n8A0/0qiYmAQAA";
export default content;
