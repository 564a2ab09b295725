// eval "$(./culvert env alibaba)"; node examples/node/alibaba.mjs
import OpenApi from '@alicloud/openapi-core'
import Vpc from '@alicloud/vpc20160428'

const { env } = process
const client = new Vpc.default(
  new OpenApi.$OpenApiUtil.Config({
    accessKeyId: env.ALIBABA_CLOUD_ACCESS_KEY_ID,
    accessKeySecret: env.ALIBABA_CLOUD_ACCESS_KEY_SECRET,
    endpoint: env.ALIBABA_CLOUD_ENDPOINT,
    protocol: 'HTTP',
  }),
)

const regionId = env.ALIBABA_CLOUD_REGION_ID
const gateway = { regionId, name: 'example', ipAddress: '192.0.2.10' }
const { body } = await client.createCustomerGateway(new Vpc.CreateCustomerGatewayRequest(gateway))
console.log(`created ${body.customerGatewayId}`)

const { customerGatewayId } = body
await client.deleteCustomerGateway(new Vpc.DeleteCustomerGatewayRequest({ regionId, customerGatewayId }))
console.log('deleted')
