import { linuxContract } from '../testing/contract.ts'

await linuxContract('changes')
