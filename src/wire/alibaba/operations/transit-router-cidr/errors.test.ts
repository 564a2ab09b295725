import type { Caller } from '../../testing/caller.ts'
import { testDeclaredErrors } from '../../testing/declared-errors.ts'
import { attachedPrivately, router } from '../../testing/resources.ts'

const none = { TransitRouterId: 'tr-none', TransitRouterCidrId: 'cidr-none' }
const Cidr = '192.168.10.0/24'

async function withBlock(caller: Caller) {
  const TransitRouterId = await router(caller)
  return {
    TransitRouterId,
    TransitRouterCidrId: await caller.make('CreateTransitRouterCidr', { TransitRouterId, Cidr }),
  }
}

async function allocated(caller: Caller) {
  const block = await withBlock(caller)
  await attachedPrivately(caller, block.TransitRouterId)
  return block
}

const unknown = async (caller: Caller) => ({ ...none, TransitRouterId: await router(caller) })

await testDeclaredErrors(import.meta.dirname, {
  CreateTransitRouterCidr: {
    'router-not-found': async () => ({ ...none, Cidr, TransitRouterCidrId: undefined }),
    'block-overlaps': async (caller) => {
      const { TransitRouterId } = await withBlock(caller)
      return { TransitRouterId, Cidr: '192.168.0.0/16' }
    },
    'blocks-exhausted': async (caller) => {
      const TransitRouterId = await router(caller)
      for (const third of [1, 2, 3, 4, 5]) {
        await caller.ok('CreateTransitRouterCidr', { TransitRouterId, Cidr: `192.168.${third}.0/24` })
      }
      return { TransitRouterId, Cidr: '192.168.6.0/24' }
    },
  },
  ListTransitRouterCidrAllocation: {
    'router-not-found': async () => ({ TransitRouterId: 'tr-none' }),
  },
  ModifyTransitRouterCidr: {
    'router-not-found': async () => none,
    'block-not-found': unknown,
    'block-overlaps': async (caller) => {
      const { TransitRouterId } = await withBlock(caller)
      const other = { TransitRouterId, Cidr: '192.168.20.0/24' }
      const TransitRouterCidrId = await caller.make('CreateTransitRouterCidr', other)
      return { TransitRouterId, TransitRouterCidrId, Cidr }
    },
    'block-allocated': async (caller) => ({ ...(await allocated(caller)), Cidr: '192.168.20.0/24' }),
  },
  DeleteTransitRouterCidr: {
    'router-not-found': async () => none,
    'block-not-found': unknown,
    'block-allocated': allocated,
  },
})
