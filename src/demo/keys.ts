/** What `culvert credentials --json` prints. */
export interface DemoKeys {
  readonly alibaba: { readonly accountId: string; readonly accessKeyId: string; readonly accessKeySecret: string }
  readonly tencent: {
    readonly appId: string
    readonly uin: string
    readonly secretId: string
    readonly secretKey: string
  }
}

/** What both sides are told, since they have to agree on it. */
export interface Agreement {
  readonly preSharedKey: string
  readonly alibabaPrefix: string
  readonly tencentPrefix: string
}
