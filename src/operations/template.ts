/** What stands in a template's places: `%s` the subject, `%d` the detail, `%p` the path of a parameter. */
export interface TemplateTexts {
  readonly s?: string
  readonly d?: string
  readonly p?: string
}

/**
 * Fills a message's places in one pass. A text goes in to the letter, whatever it holds: it may be a caller's, with `$&`
 * or a place's own sign in it. A place without a text stays as it is.
 */
export const fillTemplate = (template: string, texts: TemplateTexts): string =>
  template.replace(/%([sdp])/g, (place, name: keyof TemplateTexts) => texts[name] ?? place)
