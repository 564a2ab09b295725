// eval "$(./culvert env tencent)"; node examples/node/tencent.mjs
import tencentcloud from 'tencentcloud-sdk-nodejs'

const { env } = process
const client = new tencentcloud.vpc.v20170312.Client({
  credential: { secretId: env.TENCENTCLOUD_SECRET_ID, secretKey: env.TENCENTCLOUD_SECRET_KEY },
  region: env.TENCENTCLOUD_REGION,
  profile: { httpProfile: { endpoint: new URL(env.CULVERT_API).host, protocol: 'http://' } },
})

const gateway = { CustomerGatewayName: 'example', IpAddress: '192.0.2.20' }
const { CustomerGateway } = await client.CreateCustomerGateway(gateway)
console.log(`created ${CustomerGateway.CustomerGatewayId}`)

await client.DeleteCustomerGateway({ CustomerGatewayId: CustomerGateway.CustomerGatewayId })
console.log('deleted')
