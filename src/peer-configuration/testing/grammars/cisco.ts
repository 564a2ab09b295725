/** Sources: Cisco's command references of IOS and of the ASA. */
import type { Grammar } from '../grammar.ts'

const groups = '(1|2|5|14|15|16|19|20|21|24)'
const pfs = '(group1|group2|group5|group14|group15|group16|group19|group20|group21|group24)'
const key = '[\\x21-\\x3e\\x40-\\x7e]+'
const identity = '[A-Za-z0-9_.@-]+'

const maps = (list: string) => `
${list} {name} seq {n} permit {prefix}
route-map {name} permit {n}
  set local-preference {n}
  match ip address prefix-list {name}
  set as-path prepend {n}`

const childLines = `
  set transform-set {name}
  set pfs ${pfs}
  set security-association lifetime seconds {n}
  set security-association lifetime kilobytes {n}
  set security-association lifetime kilobytes disable
  set ikev2-profile {name}`

const ciphers = '(esp-des|esp-3des|esp-aes|esp-aes 192|esp-aes 256|esp-null)'
const hashes = '(esp-md5-hmac|esp-sha-hmac|esp-sha256-hmac|esp-sha384-hmac|esp-sha512-hmac)'

export const ciscoIos: Grammar = {
  indent: ' ',
  comment: '!',
  key,
  identity,
  files: {
    'cisco-ios.txt': `
crypto ikev2 proposal {name}
  encryption (des|3des|aes-cbc-128|aes-cbc-192|aes-cbc-256|aes-gcm-128|aes-gcm-256)
  integrity (md5|sha1|sha256|sha384|sha512)
  prf (md5|sha1|sha256|sha384|sha512)
  group ${groups}
crypto ikev2 policy {name}
  match address local {address}
  proposal {name}
crypto ikev2 keyring {name}
  peer {name}
    address {address}
    pre-shared-key local 0 {key}
    pre-shared-key remote 0 {key}
crypto ikev2 profile {name}
  match identity remote address {address} 255.255.255.255
  match identity remote (fqdn|email) {identity}
  identity local address {address}
  identity local (fqdn|email) {identity}
  authentication remote pre-share
  authentication local pre-share
  keyring local {name}
  lifetime {n}
  dpd {n} {n} periodic
crypto isakmp policy {n}
  encr (des|3des|aes|aes 192|aes 256)
  hash (md5|sha|sha256|sha384|sha512)
  authentication pre-share
  group ${groups}
  lifetime {n}
crypto isakmp key 0 {key} address {address}
crypto isakmp peer address {address}
  set aggressive-mode password {key}
  set aggressive-mode client-endpoint ipv4-address {address}
  set aggressive-mode client-endpoint (fqdn|user-fqdn) {identity}
crypto isakmp keepalive {n} {n} periodic
crypto ipsec transform-set {name} ${ciphers} ${hashes}
  mode tunnel
crypto ipsec transform-set {name} (esp-gcm|esp-gcm 192|esp-gcm 256)
  mode tunnel
crypto ipsec profile {name}${childLines}
interface Tunnel{n}
  ip address {address} 255.255.255.252
  ip unnumbered {word}
  ip mtu 1400
  ip tcp adjust-mss 1360
  tunnel source {word}
  tunnel mode ipsec ipv4
  tunnel destination {address}
  tunnel protection ipsec profile {name}
ip route {address} {mask} Tunnel{n} {n}
ip access-list extended {name}
  permit ip {address} {mask} {address} {mask}
crypto map {word} {n} ipsec-isakmp
  set peer {address}
  match address {name}${childLines}
interface {word}
  crypto map {word}
${maps('ip prefix-list')}
router bgp {n}
  bgp router-id {address}
  neighbor {address} remote-as {n}
  neighbor {address} timers {n} {n}
  neighbor {address} password {key}
  address-family ipv4
    network {address} mask {mask}
    neighbor {address} activate
    neighbor {address} route-map {name} in
    neighbor {address} route-map {name} out
  exit-address-family
`,
  },
}

const asaChild = [
  'set ikev1 transform-set {name}',
  'set ikev2 ipsec-proposal {name}',
  `set pfs ${pfs}`,
  'set security-association lifetime seconds {n}',
  'set security-association lifetime kilobytes {n}',
  'set security-association lifetime kilobytes unlimited',
]

export const ciscoAsa: Grammar = {
  indent: ' ',
  comment: '!',
  key,
  identity,
  files: {
    'cisco-asa.txt': `
crypto ikev1 policy {n}
  authentication pre-share
  encryption (des|3des|aes|aes-192|aes-256)
  hash (md5|sha)
  group (2|5|14)
  lifetime {n}
crypto ikev2 policy {n}
  encryption (des|3des|aes|aes-192|aes-256|aes-gcm|aes-gcm-192|aes-gcm-256)
  integrity (md5|sha|sha256|sha384|sha512|null)
  group ${groups}
  prf (md5|sha|sha256|sha384|sha512)
  lifetime seconds {n}
crypto (ikev1|ikev2) enable {word}
tunnel-group {address} type ipsec-l2l
tunnel-group {address} ipsec-attributes
  ikev1 pre-shared-key {key}
  ikev2 remote-authentication pre-shared-key {key}
  ikev2 local-authentication pre-shared-key {key}
  peer-id-validate nocheck
  isakmp keepalive disable
  isakmp keepalive threshold {n} retry {n}
crypto ipsec ikev1 transform-set {name} (esp-des|esp-3des|esp-aes|esp-aes-192|esp-aes-256|esp-null) (esp-md5-hmac|esp-sha-hmac)
crypto ipsec ikev2 ipsec-proposal {name}
  protocol esp encryption (des|3des|aes|aes-192|aes-256|aes-gcm|aes-gcm-192|aes-gcm-256|null)
  protocol esp integrity (md5|sha-1|sha-256|sha-384|sha-512|null)
crypto ipsec profile {name}
${asaChild.map((line) => `  ${line}`).join('\n')}
interface Tunnel{n}
  nameif {name}
  ip address {address} 255.255.255.252
  tunnel source interface {word}
  tunnel destination {address}
  tunnel mode ipsec ipv4
  tunnel protection ipsec profile {name}
route {name} {address} {mask} {address} {n}
access-list {name} extended permit ip {address} {mask} {address} {mask}
object-group network {name}
  network-object {address} {mask}
nat ({word},{word}) source static {name} {name} destination static {name} {name}
crypto map {word} {n} match address {name}
crypto map {word} {n} set peer {address}
crypto map {word} {n} set ikev1 phase1-mode aggressive (group2|group5|group14)
crypto map {word} {n} set nat-t-disable
${asaChild.map((line) => `crypto map {word} {n} ${line}`).join('\n')}
crypto map {word} interface {word}
sysopt connection tcpmss 1360
${maps('prefix-list')}
router bgp {n}
  bgp router-id {address}
  address-family ipv4 unicast
    neighbor {address} remote-as {n}
    neighbor {address} timers {n} {n}
    neighbor {address} activate
    neighbor {address} route-map {name} in
    neighbor {address} route-map {name} out
    network {address} mask {mask}
  exit-address-family
`,
  },
}
