/**
 * Whether the whole text is like the pattern, in which `*` stands for any characters or none, and `?` for one. Takes at
 * most as many steps as the product of both lengths: a pattern that somebody wrote must not hold up the server, as a regular
 * expression that is made of it could.
 */
export function isLike(text: string, pattern: string): boolean {
  let at = 0
  let place = 0
  /** The last star, and what of the text it does not stand for yet. */
  let star = -1
  let resume = 0
  while (at < text.length) {
    const wanted = pattern[place]
    if (wanted === '*') {
      star = place
      resume = at
      place += 1
    } else if (wanted !== undefined && (wanted === '?' || wanted === text[at])) {
      at += 1
      place += 1
    } else {
      if (star < 0) return false
      resume += 1
      at = resume
      place = star + 1
    }
  }
  while (pattern[place] === '*') place += 1
  return place === pattern.length
}
