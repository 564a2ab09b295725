/** The products that operations belong to, as declared and as looked up: name and version. */
export const vpc = 'Vpc 2016-04-28'
export const cen = 'Cbn 2017-09-12'
