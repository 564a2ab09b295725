import type { DomainError } from '../domain/error.ts'

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

/** A cloud's sentence about a refusal. What it has no place for stands behind it, so that nobody is left without the reason. */
export function tellDomainError(
  sentence: string,
  { subject = '', detail }: Pick<DomainError, 'subject' | 'detail'>,
): string {
  const told = fillTemplate(sentence, { s: subject, d: detail })
  if (sentence.includes('%d')) return told
  return subject === '' || sentence.includes('%s') ? `${told} (${detail})` : `${told} (${subject}: ${detail})`
}
