/** The members of `culvert credentials --json` that clients are given. */
export interface ClientKeys {
  readonly alibaba: { readonly accessKeyId: string; readonly accessKeySecret: string }
  readonly tencent: { readonly secretId: string; readonly secretKey: string }
}

export const envTargets = ['alibaba', 'tencent', 'terraform'] as const
export type EnvTarget = (typeof envTargets)[number]

/** Regions that both the server and the clients' own lists know. */
export const alibabaRegion = 'cn-hangzhou'
export const tencentRegion = 'ap-guangzhou'

/** Undefined when the text is no address of an HTTP server; a bare "host:port" is one. */
export function parseEndpoint(text: string): URL | undefined {
  const address = /^https?:\/\//i.test(text) ? text : `http://${text}`
  const url = URL.canParse(address) ? new URL(address) : undefined
  return url !== undefined && url.pathname === '/' && url.search === '' && url.hash === '' ? url : undefined
}

/** For a POSIX shell: nothing between single quotes means anything but a single quote. */
const quote = (value: string): string => `'${value.replaceAll("'", `'\\''`)}'`

const exported = (variables: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(variables).map(([name, value]) => `export ${name}=${quote(value)}`)

const comment = (text: string): readonly string[] => text.split('\n').map((line) => (line === '' ? '#' : `# ${line}`))

const schemeOf = (endpoint: URL) => endpoint.protocol.slice(0, -1).toUpperCase()

function alibabaLines({ alibaba }: ClientKeys, endpoint: URL): readonly string[] {
  const plain = endpoint.protocol === 'http:'
  return [
    ...comment('Alibaba Cloud: the SDKs and the aliyun CLI take keys and region from these.'),
    ...exported({
      ALIBABA_CLOUD_ACCESS_KEY_ID: alibaba.accessKeyId,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: alibaba.accessKeySecret,
      ALIBABA_CLOUD_REGION_ID: alibabaRegion,
    }),
    ...comment(
      'The aliyun CLI alone takes its endpoint from here; without the second line a profile of yours goes first.',
    ),
    ...exported({ ALIBABA_CLOUD_ENDPOINT: endpoint.host, ALIBABA_CLOUD_IGNORE_PROFILE: 'TRUE' }),
    ...comment(`
aliyun CLI       aliyun vpc DescribeVpnGateways${plain ? ' --insecure' : ''}    (--insecure: plain HTTP)
SDK, Node.js     new Config({ accessKeyId, accessKeySecret, endpoint: '${endpoint.host}', protocol: '${schemeOf(endpoint)}' })
SDK, Python      Config(access_key_id=…, access_key_secret=…, endpoint='${endpoint.host}', protocol='${schemeOf(endpoint)}')
SDK, Go          &openapi.Config{…, Endpoint: tea.String("${endpoint.host}"), Protocol: tea.String("${schemeOf(endpoint)}")}
pop-core (CEN)   new RPCClient({ accessKeyId, accessKeySecret, endpoint: '${endpoint.origin}', apiVersion: '2017-09-12' })`),
  ]
}

function tencentLines({ tencent }: ClientKeys, endpoint: URL): readonly string[] {
  const scheme = endpoint.protocol.slice(0, -1)
  return [
    ...comment('Tencent Cloud: the SDKs and tccli take keys and region from these.'),
    ...exported({
      TENCENTCLOUD_SECRET_ID: tencent.secretId,
      TENCENTCLOUD_SECRET_KEY: tencent.secretKey,
      TENCENTCLOUD_REGION: tencentRegion,
    }),
    ...comment(`
No variable holds the endpoint; each client is told:
tccli            tccli vpc DescribeVpnGateways --endpoint ${endpoint.origin}
SDK, Node.js     profile: { httpProfile: { endpoint: '${endpoint.host}', protocol: '${scheme}://' } }
SDK, Python      HttpProfile(endpoint='${endpoint.host}', protocol='${scheme}')
SDK, Go          cpf.HttpProfile.Endpoint, cpf.HttpProfile.Scheme = "${endpoint.host}", "${schemeOf(endpoint)}"`),
  ]
}

/**
 * The provider asks a product's endpoint of a service on the Internet when its own is not given; so each one is given
 * that Culvert or the provider itself may ask for.
 */
const alicloudProducts = ['vpc', 'cbn', 'sts', 'location', 'resourcemanager', 'bssopenapi', 'ecs']

/** The provider blocks alone; the keys stay in the environment, so that they do not get into a repository. */
export function providerBlocks(endpoint: URL): string {
  return `provider "alicloud" {
  region                 = "${alibabaRegion}"
  protocol               = "${schemeOf(endpoint)}"
  account_type           = "International" # saves a call to the billing service
  skip_region_validation = true
  endpoints {
${alicloudProducts.map((product) => `    ${product.padEnd(15)} = "${endpoint.host}"`).join('\n')}
  }
}

provider "tencentcloud" {
  region   = "${tencentRegion}"
  protocol = "${schemeOf(endpoint)}"
  # The provider takes no endpoint, only a domain that it puts "vpc." and "tag." before. Either start Terraform with
  # HTTP_PROXY=${endpoint.origin}, or give those two names to Culvert's address (/etc/hosts) and name their domain:
  # domain = "culvert.test:${endpoint.port}"
}
`
}

function terraformLines({ alibaba, tencent }: ClientKeys, endpoint: URL): readonly string[] {
  return [
    ...comment('Terraform: the keys of both providers.'),
    ...exported({
      ALIBABA_CLOUD_ACCESS_KEY_ID: alibaba.accessKeyId,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: alibaba.accessKeySecret,
      TENCENTCLOUD_SECRET_ID: tencent.secretId,
      TENCENTCLOUD_SECRET_KEY: tencent.secretKey,
      TENCENTCLOUD_PROTOCOL: schemeOf(endpoint),
    }),
    ...comment(
      'The tencentcloud provider takes no endpoint, but what every Go program takes: a proxy for plain HTTP. What else you\n' +
        'start in this shell and speaks plain HTTP goes there too (loopback addresses do not): keep a shell for Terraform.',
    ),
    ...exported({ HTTP_PROXY: endpoint.origin }),
    ...comment('\nThe provider blocks, also written by `culvert env terraform --hcl > culvert.tf`:\n'),
    ...comment(providerBlocks(endpoint).trimEnd()),
  ]
}

/** Shell text for `eval`: exports, and comments on what the clients want beside them. */
export function envText(target: EnvTarget, keys: ClientKeys, endpoint: URL): string {
  const lines = { alibaba: alibabaLines, tencent: tencentLines, terraform: terraformLines }[target](keys, endpoint)
  return `${lines.join('\n')}\n`
}
