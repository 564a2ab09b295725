import { describe } from 'node:test'
import { addressContract } from './contract/addresses.ts'
import { claimContract } from './contract/claims.ts'
import { countContract } from './contract/counts.ts'
import { distinctContract } from './contract/distinct.ts'
import type { Make } from './contract/fixture.ts'
import { ledgerContract } from './contract/ledger.ts'
import { modelContract } from './contract/model.ts'
import { pageContract } from './contract/pages.ts'
import { pendingContract } from './contract/pending.ts'
import { principalContract } from './contract/principals.ts'
import { referenceContract } from './contract/references.ts'
import { resourceContract } from './contract/resources.ts'
import { transactionContract } from './contract/transactions.ts'

/** What every implementation of `Store` must do, as tests; `make` gives each test an empty store of its own. */
export function storeContract(name: string, make: Make): void {
  describe(name, () => {
    describe('resources', () => resourceContract(make))
    describe('references and applied generations', () => referenceContract(make))
    describe('pages', () => pageContract(make))
    describe('what resources have, each once', () => distinctContract(make))
    describe('counts', () => countContract(make))
    describe('claims', () => claimContract(make))
    describe('pending roots', () => pendingContract(make))
    describe('outer addresses', () => addressContract(make))
    describe('transactions', () => transactionContract(make))
    describe('tokens, tasks, events, accounts and settings', () => ledgerContract(make))
    describe('principals', () => principalContract(make))
    describe('any sequence of writes', () => modelContract(make))
  })
}
