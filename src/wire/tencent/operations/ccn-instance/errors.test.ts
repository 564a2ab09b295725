import { attach, instanceOf, makeCcn } from '../../testing/ccn.ts'
import { notFound, type Provocation, testDeclaredErrors, usedUp } from '../../testing/declared-errors.ts'

const unknown = 'ccn-00000000'

/** Of an instance that is attached to nothing. */
const attaching = (code: string, instance: string, more: object = {}): Provocation => ({
  code,
  provoke: async (site) => ({ CcnId: await makeCcn(site), Instances: [instanceOf(instance, { ...more })] }),
})

const toUnknown: Provocation = {
  code: notFound,
  provoke: ({ vpc }) => ({ CcnId: unknown, Instances: [instanceOf(vpc)] }),
}

const inOtherTable = (code: string): Provocation => ({
  code,
  async provoke(site) {
    const CcnId = await makeCcn(site)
    await attach(site, CcnId, site.vpc)
    return { CcnId, Instances: [instanceOf(site.vpc, { RouteTableId: 'ccnrtb-00000000' })] }
  },
})

await testDeclaredErrors(import.meta.dirname, {
  AttachCcnInstances: {
    'router-not-found': toUnknown,
    'network-not-found': attaching(notFound, 'vpc-00000000'),
    'gateway-not-found': attaching(notFound, 'vpngw-00000000'),
    'router-table-not-found': {
      code: 'UnsupportedOperation.CcnRouteTableNotExist',
      provoke: async (site) => ({
        CcnId: await makeCcn(site),
        Instances: [instanceOf(site.vpc, { RouteTableId: 'ccnrtb-00000000' })],
      }),
    },
    'gateway-has-network': {
      code: 'UnsupportedOperation',
      provoke: async (site) => ({ CcnId: await makeCcn(site), Instances: [instanceOf(site.gateway)] }),
    },
    'already-attached': {
      code: 'UnsupportedOperation.CcnAttached',
      async provoke(site) {
        const CcnId = await makeCcn(site)
        await attach(site, CcnId, site.vpc)
        return { CcnId, Instances: [instanceOf(site.vpc)] }
      },
    },
    'attached-elsewhere': {
      code: 'LimitExceeded.CurrentInstanceAttachedCcnInstances',
      async provoke(site) {
        await attach(site, await makeCcn(site), site.vpc)
        return { CcnId: await makeCcn(site), Instances: [instanceOf(site.vpc)] }
      },
    },
    'quota-exhausted': usedUp('ccn-instances', async (site) => ({
      CcnId: await makeCcn(site),
      Instances: [instanceOf(site.vpc)],
    })),
  },
  ModifyCcnAttachedInstancesAttribute: {
    'router-not-found': toUnknown,
    'attachment-not-found': {
      code: notFound,
      provoke: async (site) => ({ CcnId: await makeCcn(site), Instances: [instanceOf(site.vpc)] }),
    },
    'router-table-not-found': inOtherTable('UnsupportedOperation'),
  },
  DetachCcnInstances: {
    'router-not-found': toUnknown,
    'attachment-not-found': {
      code: 'UnsupportedOperation.CcnNotAttached',
      provoke: async (site) => ({ CcnId: await makeCcn(site), Instances: [instanceOf(site.vpc)] }),
    },
    'router-table-not-found': inOtherTable('UnsupportedOperation'),
  },
})
