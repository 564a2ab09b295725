/**
 * A value, a list of values, or a section.
 *
 * Values are text. Everything that charon's commands and events carry is, but for the DER of `list-cert`: bytes that
 * are not UTF-8 arrive as U+FFFD, because what a peer on the network puts into a log line must not be able to end our
 * connection. So a certificate cannot be read back through this client, and a key that is not UTF-8 cannot be loaded
 * raw (PEM can).
 */
export type ViciValue = string | readonly string[] | ViciMessage

/**
 * The root or a section. A decoded one has no prototype, so that a connection called `constructor` is not found where
 * there is none, and one called `__proto__` is.
 *
 * Names keep their order, but those that are array indices (`"0"`, `"10"`) come first and ascending, as in any
 * JavaScript object. Order can matter to charon, in `children` that fit a request equally well: do not name those
 * with digits alone.
 */
export interface ViciMessage {
  readonly [key: string]: ViciValue
}
