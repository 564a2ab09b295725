import { type Command, InvalidArgumentError, Option } from 'commander'
import { dataOption } from './data-option.ts'

const commands = () => import('./commands/principals.ts')

/** A command that says what it has done as JSON too. */
const telling = (parent: Command, name: string, summary: string): Command =>
  parent
    .command(name)
    .summary(summary)
    .argument('<account>', "its id, or its cloud's name")
    .option('--json', 'as one JSON object')
    .addOption(dataOption())

const silent = (parent: Command, name: string, summary: string): Command =>
  parent.command(name).summary(summary).argument('<account>', "its id, or its cloud's name").addOption(dataOption())

const naming = (command: Command, what: string): Command => command.argument('<name>', `the ${what}'s`)

function seconds(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError('it must be a number of seconds.')
  return Number(text)
}

function addUsers(accounts: Command): void {
  const user = accounts.command('user').summary('add or remove a user, who may do what policies say')
  naming(telling(user, 'add', 'a user, who may do nothing yet'), 'user').action(async (account, name, options) =>
    (await commands()).addPrincipal('users', account, name, options),
  )
  naming(silent(user, 'remove', 'who has no keys and no policies and is in no group'), 'user').action(
    async (account, name, options) => (await commands()).removePrincipal('users', account, name, options),
  )
  const key = accounts.command('key').summary("add, switch or remove a user's keys")
  const ofUser = (command: Command) => command.argument('<user>', 'whose it is')
  ofUser(telling(key, 'add', 'tells the secret, as `culvert credentials --user` does later')).action(
    async (account, name, options) => (await commands()).addKey(account, name, options),
  )
  const changes = [
    ['enable', 'lets it sign requests again', 'active'],
    ['disable', 'it signs no requests', 'inactive'],
    ['remove', 'it is gone', 'gone'],
  ] as const
  for (const [name, summary, become] of changes) {
    ofUser(silent(key, name, summary))
      .argument('<key>', 'its id')
      .action(async (account, owner, id, options) => (await commands()).changeKey(account, owner, id, become, options))
  }
}

function addGroups(accounts: Command): void {
  const group = accounts.command('group').summary('add or remove a group of users, and who is in it')
  naming(telling(group, 'add', 'a group, in which there is nobody yet'), 'group').action(
    async (account, name, options) => (await commands()).addPrincipal('groups', account, name, options),
  )
  naming(silent(group, 'remove', 'in which there is nobody, and that has no policies'), 'group').action(
    async (account, name, options) => (await commands()).removePrincipal('groups', account, name, options),
  )
  const members = [
    ['join', 'puts a user into it', true],
    ['leave', 'takes a user out of it', false],
  ] as const
  for (const [name, summary, isMember] of members) {
    naming(silent(group, name, summary), 'group')
      .argument('<user>', 'who')
      .action(async (account, of, who, options) => (await commands()).setMember(account, of, who, isMember, options))
  }
}

function addPolicies(accounts: Command): void {
  const policy = accounts.command('policy').summary('add or remove a policy, and whom it is attached to')
  naming(telling(policy, 'add', 'a policy, which holds of nobody yet'), 'policy')
    .requiredOption('--document <file>', "what it says, in the words of the account's cloud; - is standard input")
    .action(async (account, name, options) => (await commands()).addPrincipal('policies', account, name, options))
  naming(silent(policy, 'remove', 'that is attached to nobody'), 'policy').action(async (account, name, options) =>
    (await commands()).removePrincipal('policies', account, name, options),
  )
  const attachments = [
    ['attach', 'attaches it to a user, a group or a role', true],
    ['detach', 'takes it away again', false],
  ] as const
  for (const [name, summary, isAttached] of attachments) {
    naming(silent(policy, name, summary), 'policy')
      .addOption(new Option('--user <name>', 'to this user').conflicts(['group', 'role']))
      .addOption(new Option('--group <name>', 'to this group').conflicts(['user', 'role']))
      .addOption(new Option('--role <name>', 'to this role').conflicts(['user', 'group']))
      .option('--system', "one that the cloud has for everybody, instead of one of the account's")
      .option('--resource-group <id>', 'it speaks of what is in this group alone')
      .action(async (account, of, options) => (await commands()).setAttached(account, of, isAttached, options))
  }
}

function addRoles(accounts: Command): void {
  const role = accounts.command('role').summary('add or remove a role, which others take on for a time')
  naming(telling(role, 'add', 'a role, which may do nothing yet'), 'role')
    .requiredOption('--trust <file>', "who may take it on, in the words of the account's cloud; - is standard input")
    .addOption(new Option('--longest-session <seconds>', 'how long it may be taken on for').argParser(seconds))
    .action(async (account, name, options) => (await commands()).addPrincipal('roles', account, name, options))
  naming(silent(role, 'remove', 'that has no policies'), 'role').action(async (account, name, options) =>
    (await commands()).removePrincipal('roles', account, name, options),
  )
}

/** Who may do what in an account. */
export function addPrincipals(accounts: Command): void {
  for (const list of ['users', 'groups', 'policies', 'roles'] as const) {
    telling(accounts, list, `the ${list} of an account`).action(async (account, options) =>
      (await commands()).listPrincipals(list, account, options),
    )
  }
  addUsers(accounts)
  addGroups(accounts)
  addPolicies(accounts)
  addRoles(accounts)
}
