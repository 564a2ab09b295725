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

/** What code of the user's own reads, since few of the clouds' variables hold an endpoint. */
const apiVariable = (endpoint: URL) => ({ CULVERT_API: endpoint.origin })

const alibabaKeys = ({ alibaba }: ClientKeys) => ({
  ALIBABA_CLOUD_ACCESS_KEY_ID: alibaba.accessKeyId,
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: alibaba.accessKeySecret,
  ALIBABA_CLOUD_REGION_ID: alibabaRegion,
})

const alibabaEndpoint = (endpoint: URL) => ({
  ALIBABA_CLOUD_ENDPOINT: endpoint.host,
  ALIBABA_CLOUD_IGNORE_PROFILE: 'TRUE',
})

const tencentKeys = ({ tencent }: ClientKeys) => ({
  TENCENTCLOUD_SECRET_ID: tencent.secretId,
  TENCENTCLOUD_SECRET_KEY: tencent.secretKey,
  TENCENTCLOUD_REGION: tencentRegion,
})

/** Variables of a shell that would go before the keys, or make a temporary key of a lasting one. */
const contradicting = ['ALIBABA_CLOUD_SECURITY_TOKEN', 'TENCENTCLOUD_TOKEN', 'TENCENTCLOUD_SECURITY_TOKEN']

/** The same for a program that is started with them: of both clouds. Undefined takes a variable away. */
export const clientVariables = (keys: ClientKeys, endpoint: URL): Readonly<Record<string, string | undefined>> => ({
  ...Object.fromEntries(contradicting.map((name) => [name, undefined])),
  ...alibabaKeys(keys),
  ...alibabaEndpoint(endpoint),
  ...tencentKeys(keys),
  ...apiVariable(endpoint),
})

function alibabaLines(keys: ClientKeys, endpoint: URL): readonly string[] {
  const plain = endpoint.protocol === 'http:'
  return [
    ...comment('Alibaba Cloud: the SDKs and the aliyun CLI take keys and region from these.'),
    ...exported(alibabaKeys(keys)),
    ...comment(
      'The aliyun CLI alone takes its endpoint from here; without the second line a profile of yours goes first.',
    ),
    ...exported(alibabaEndpoint(endpoint)),
    ...comment('For your own code:'),
    ...exported(apiVariable(endpoint)),
    ...comment(`
aliyun CLI       aliyun vpc DescribeVpnGateways${plain ? ' --insecure' : ''}    (--insecure: plain HTTP)
SDK, Node.js     new Config({ accessKeyId, accessKeySecret, endpoint: '${endpoint.host}', protocol: '${schemeOf(endpoint)}' })
SDK, Python      Config(access_key_id=…, access_key_secret=…, endpoint='${endpoint.host}', protocol='${schemeOf(endpoint)}')
SDK, Go          &openapi.Config{…, Endpoint: tea.String("${endpoint.host}"), Protocol: tea.String("${schemeOf(endpoint)}")}
pop-core (CEN)   new RPCClient({ accessKeyId, accessKeySecret, endpoint: '${endpoint.origin}', apiVersion: '2017-09-12' })`),
  ]
}

function tencentLines(keys: ClientKeys, endpoint: URL): readonly string[] {
  const scheme = endpoint.protocol.slice(0, -1)
  return [
    ...comment('Tencent Cloud: the SDKs and tccli take keys and region from these.'),
    ...exported(tencentKeys(keys)),
    ...comment('For your own code; the clients know no variable for the endpoint, and are told:'),
    ...exported(apiVariable(endpoint)),
    ...comment(`
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

/** All but the keys, which stay in the environment, so that they do not get into a repository. */
export function providerBlocks(endpoint: URL): string {
  return `terraform {
  required_providers {
    alicloud = {
      source = "aliyun/alicloud"
    }
    tencentcloud = {
      source = "tencentcloudstack/tencentcloud"
    }
  }
}

provider "alicloud" {
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
  # The provider takes no endpoint, only a domain that it puts "vpc." and "tag." before. Either start it with
  # HTTP_PROXY=${endpoint.origin} terraform plan, or give those two names to Culvert's address (/etc/hosts) and name their domain:
  # domain = "culvert.test:${endpoint.port}"
}
`
}

function terraformLines(keys: ClientKeys, endpoint: URL): readonly string[] {
  return [
    ...comment('Terraform: the keys of both providers.'),
    ...exported({ ...alibabaKeys(keys), ...tencentKeys(keys), TENCENTCLOUD_PROTOCOL: schemeOf(endpoint) }),
    ...exported(apiVariable(endpoint)),
    ...comment(
      `
The tencentcloud provider takes no endpoint, but what every Go program takes: a proxy for plain HTTP. It is not exported,
since all else that this shell starts would take it too; it is for Terraform alone:
  HTTP_PROXY=${endpoint.origin} terraform plan

The provider blocks, also written by \`./culvert env terraform --hcl > culvert.tf\`:
`,
    ),
    ...comment(providerBlocks(endpoint).trimEnd()),
  ]
}

/** Shell text for `eval`: exports, and comments on what the clients want beside them. */
export function envText(target: EnvTarget, keys: ClientKeys, endpoint: URL): string {
  const lines = { alibaba: alibabaLines, tencent: tencentLines, terraform: terraformLines }[target](keys, endpoint)
  return `${lines.join('\n')}\n`
}
