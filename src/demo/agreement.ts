/** What both sides are told, since they have to agree on it. */
export interface Agreement {
  readonly preSharedKey: string
  readonly alibabaPrefix: string
  readonly tencentPrefix: string
}
