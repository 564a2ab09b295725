/** Sources: RouterOS 7's manual, VyOS 1.4's interface definitions, and the pages of pfSense. */
import type { Grammar } from '../grammar.ts'

const hash = '(md5|sha1|sha256|sha512)'
const modp = '(modp768|modp1024|modp1536|modp2048|modp3072|modp4096|ecp256|ecp384|ecp521)'
const profile = `/ip ipsec profile add name={name} dh-group=${modp} enc-algorithm=(des|3des|aes-128|aes-192|aes-256) hash-algorithm=${hash} lifetime={n}s`
const tail = 'nat-traversal=(yes|no) proposal-check=obey'
const proposal =
  'enc-algorithms=(des|3des|aes-128-cbc|aes-192-cbc|aes-256-cbc|aes-128-gcm|aes-192-gcm|aes-256-gcm|null) lifetime={n}s'
const identity = '(address|fqdn|user-fqdn):{identity}'

export const mikrotik: Grammar = {
  indent: '',
  comment: '#',
  key: '"(?:[^"\\\\$?]|\\\\["\\\\$?])*"',
  files: {
    'mikrotik.rsc': `
${profile} dpd-interval=disable-dpd ${tail}
${profile} dpd-interval={n}s dpd-maximum-failures={n} ${tail}
/ip ipsec proposal add name={name} auth-algorithms=(md5|sha1|sha256|sha512|null) ${proposal} pfs-group=none
/ip ipsec proposal add name={name} auth-algorithms=(md5|sha1|sha256|sha512|null) ${proposal} pfs-group=${modp}
/ip ipsec peer add name={name} address={prefix} local-address={address} exchange-mode=(ike2|main|aggressive) profile={name} passive=no
/ip ipsec identity add peer={name} auth-method=pre-shared-key secret={key} my-id=${identity} remote-id=${identity}
/ip ipsec policy add peer={name} proposal={name} tunnel=yes src-address={prefix} dst-address={prefix} level=unique
/ip firewall nat add chain=srcnat src-address={prefix} dst-address={prefix} action=accept
/ip firewall mangle add chain=forward src-address={prefix} dst-address={prefix} protocol=tcp tcp-flags=syn action=change-mss new-mss=1360
`,
  },
}

const vyosCiphers = '(3des|aes128|aes192|aes256|aes128gcm128|aes192gcm128|aes256gcm128)'
const vyosHash = '(md5|sha1|sha256|sha384|sha512)'
const numbers = '(1|2|5|14|15|16|19|20|21|24)'

export const vyos: Grammar = {
  indent: '',
  comment: '#',
  key: "'[^'\"\\\\\\n]*'",
  files: {
    'vyos.set': `
set vpn ipsec ike-group {name} key-exchange (ikev1|ikev2)
set vpn ipsec ike-group {name} mode (main|aggressive)
set vpn ipsec ike-group {name} disable-mobike
set vpn ipsec ike-group {name} lifetime {n}
set vpn ipsec ike-group {name} proposal 1 dh-group ${numbers}
set vpn ipsec ike-group {name} proposal 1 encryption ${vyosCiphers}
set vpn ipsec ike-group {name} proposal 1 hash ${vyosHash}
set vpn ipsec ike-group {name} dead-peer-detection action (clear|restart)
set vpn ipsec ike-group {name} dead-peer-detection (interval|timeout) {n}
set vpn ipsec esp-group {name} mode tunnel
set vpn ipsec esp-group {name} lifetime {n}
set vpn ipsec esp-group {name} pfs disable
set vpn ipsec esp-group {name} pfs dh-group${numbers}
set vpn ipsec esp-group {name} proposal 1 encryption ${vyosCiphers}
set vpn ipsec esp-group {name} proposal 1 encryption null
set vpn ipsec esp-group {name} proposal 1 hash ${vyosHash}
set vpn ipsec authentication psk {name} id '{identity}'
set vpn ipsec authentication psk {name} secret {key}
set vpn ipsec site-to-site peer {name} authentication mode pre-shared-secret
set vpn ipsec site-to-site peer {name} authentication (local-id|remote-id) '{identity}'
set vpn ipsec site-to-site peer {name} connection-type (initiate|respond)
set vpn ipsec site-to-site peer {name} ike-group {name}
set vpn ipsec site-to-site peer {name} (local-address|remote-address) {address}
set vpn ipsec site-to-site peer {name} vti bind vti{n}
set vpn ipsec site-to-site peer {name} vti esp-group {name}
set vpn ipsec site-to-site peer {name} tunnel {n} esp-group {name}
set vpn ipsec site-to-site peer {name} tunnel {n} (local|remote) prefix {prefix}
set vpn ipsec options disable-route-autoinstall
set interfaces vti vti{n} address {address}/30
set interfaces vti vti{n} mtu 1400
set interfaces vti vti{n} ip adjust-mss 1360
set protocols static route {prefix} interface vti{n} distance {n}
set policy prefix-list {name} rule {n} action permit
set policy prefix-list {name} rule {n} prefix {prefix}
set policy route-map {name} rule 10 action permit
set policy route-map {name} rule 10 set local-preference {n}
set policy route-map {name} rule 10 match ip address prefix-list {name}
set policy route-map {name} rule 10 set as-path prepend {n}
set protocols bgp system-as {n}
set protocols bgp parameters router-id {address}
set protocols bgp address-family ipv4-unicast network {prefix}
set protocols bgp neighbor {address} remote-as {n}
set protocols bgp neighbor {address} timers (keepalive|holdtime) {n}
set protocols bgp neighbor {address} address-family ipv4-unicast route-map (import|export) {name}
`,
  },
}

const typed = '(IP address|Fully qualified domain name|User Fully qualified domain name)'
const ciphers =
  '(3DES|AES, 128 bits|AES, 192 bits|AES, 256 bits|AES128-GCM, 128 bits|AES192-GCM, 128 bits|AES256-GCM, 128 bits)'

export const pfsense: Grammar = {
  indent: '  ',
  comment: '#',
  key: '[\\x21-\\x7e]+',
  files: {
    'pfsense.txt': `
VPN > IPsec > Tunnels > Add P1
  Description: {name}
  Key Exchange version: (IKEv1|IKEv2)
  Interface: {word}
  Remote Gateway: {address}
  Authentication Method: Mutual PSK
  Negotiation mode: (Main|Aggressive)
  (My identifier|Peer identifier): ${typed}, {identity}
  Pre-Shared Key: {key}
  Encryption Algorithm: ${ciphers}
  Hash: (MD5|SHA1|SHA256|SHA384|SHA512)
  DH Group: ${numbers}
  Life Time: {n}
  Child SA Start Action: (Initiate at start|Default)
  NAT Traversal: Auto
  MOBIKE: Disable
  Dead Peer Detection: (enabled|disabled)
  Delay: {n}
  Max failures: {n}
VPN > IPsec > Tunnels > Add P2
  Mode: Routed (VTI)
  Mode: Tunnel IPv4
  Local Network: {prefix}
  Local Network: {address}/30
  Remote Network: {prefix}
  Remote Network: {address}
  Protocol: ESP
  Encryption Algorithms: ${ciphers}
  Hash Algorithms: (MD5|SHA1|SHA256|SHA384|SHA512|none)
  PFS key group: off
  PFS key group: ${numbers}
  Life Time: {n}
`,
  },
}
