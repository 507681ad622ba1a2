// Stands in for libsrtp 3's <srtp.h>. The worker calls that version's interface;
// distributions package libsrtp 2, which speaks the same protocol. What differs:
//   - a policy is an opaque object filled by setters (here: SrtpPolicy);
//   - protect/unprotect take separate input and output with lengths (libsrtp 2
//     transforms one buffer in place);
//   - two error codes are new.
// Calls that are equal in both versions reach libsrtp 2 unchanged.
#pragma once

// libsrtp 3 uses this name for the opaque pointer; libsrtp 2 for its struct.
#define srtp_policy_t srtp2_policy_struct
#include <srtp2/srtp.h>
#undef srtp_policy_t

#include <algorithm>
#include <array>
#include <climits>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>

#include <openssl/crypto.h>

constexpr srtp_err_status_t srtp_err_status_buffer_small = static_cast<srtp_err_status_t>(28);
constexpr srtp_err_status_t srtp_err_status_cryptex_err  = static_cast<srtp_err_status_t>(29);

struct SrtpPolicy
{
	srtp2_policy_struct settings{};
	std::array<uint8_t, SRTP_MAX_KEY_LEN> masterKey{};

	SrtpPolicy()
	{
		settings.key = masterKey.data();
	}

	~SrtpPolicy()
	{
		OPENSSL_cleanse(masterKey.data(), masterKey.size());
	}
};

using srtp_policy_t = SrtpPolicy*;

inline srtp_err_status_t srtp_policy_create(srtp_policy_t* created)
{
	*created = new (std::nothrow) SrtpPolicy();

	return *created ? srtp_err_status_ok : srtp_err_status_alloc_fail;
}

inline void srtp_policy_destroy(srtp_policy_t policy)
{
	delete policy;
}

inline srtp_err_status_t srtp_policy_set_ssrc(srtp_policy_t policy, srtp_ssrc_t ssrc)
{
	policy->settings.ssrc = ssrc;

	return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_policy_set_profile(srtp_policy_t policy, srtp_profile_t profile)
{
	const srtp_err_status_t status =
	  srtp_crypto_policy_set_from_profile_for_rtp(&policy->settings.rtp, profile);

	return status == srtp_err_status_ok
	         ? srtp_crypto_policy_set_from_profile_for_rtcp(&policy->settings.rtcp, profile)
	         : status;
}

// libsrtp 2 wants key and salt in one buffer, as long as the profile (set before) says.
inline srtp_err_status_t srtp_policy_add_key(
  srtp_policy_t policy,
  const uint8_t* key,
  size_t keyLength,
  const uint8_t* salt,
  size_t saltLength,
  const uint8_t* mki,
  size_t mkiLength)
{
	const auto expected = static_cast<size_t>(policy->settings.rtp.cipher_key_len);
	const size_t given  = keyLength + saltLength;

	if (mki != nullptr || mkiLength != 0 || expected == 0 || given != expected || given > policy->masterKey.size())
	{
		return srtp_err_status_bad_param;
	}

	std::copy_n(salt, saltLength, std::copy_n(key, keyLength, policy->masterKey.begin()));

	return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_policy_set_allow_repeat_tx(srtp_policy_t policy, bool isAllowed)
{
	policy->settings.allow_repeat_tx = isAllowed ? 1 : 0;

	return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_policy_set_window_size(srtp_policy_t policy, size_t packets)
{
	policy->settings.window_size = packets;

	return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_create(srtp_t* session, srtp_policy_t policy)
{
	return srtp_create(session, &policy->settings);
}

// The SSRC is in network byte order in both versions.
inline srtp_err_status_t srtp_stream_remove(srtp_t session, uint32_t ssrc)
{
	return srtp_remove_stream(session, ssrc);
}

// Copies the packet to its output buffer (nothing to copy when they are the same)
// and lets libsrtp 2 transform it there. `growth`: bytes that the call may append.
template<typename InPlaceCall>
inline srtp_err_status_t srtp_transform_copy(
  const uint8_t* input, size_t inputLength, uint8_t* output, size_t* outputLength, size_t growth, InPlaceCall call)
{
	if (inputLength > static_cast<size_t>(INT_MAX) - growth)
	{
		return srtp_err_status_bad_param;
	}
	if (inputLength + growth > *outputLength)
	{
		return srtp_err_status_buffer_small;
	}
	if (input != output)
	{
		std::memmove(output, input, inputLength);
	}

	int length                     = static_cast<int>(inputLength);
	const srtp_err_status_t status = call(static_cast<void*>(output), &length);

	if (status == srtp_err_status_ok)
	{
		*outputLength = static_cast<size_t>(length);
	}

	return status;
}

inline srtp_err_status_t srtp_protect(
  srtp_t session, const uint8_t* rtp, size_t rtpLength, uint8_t* out, size_t* outLength, size_t /*mkiIndex*/)
{
	return srtp_transform_copy(
	  rtp, rtpLength, out, outLength, SRTP_MAX_TRAILER_LEN,
	  [session](void* packet, int* length) { return srtp_protect(session, packet, length); });
}

inline srtp_err_status_t srtp_unprotect(
  srtp_t session, const uint8_t* srtp, size_t srtpLength, uint8_t* out, size_t* outLength)
{
	return srtp_transform_copy(
	  srtp, srtpLength, out, outLength, 0,
	  [session](void* packet, int* length) { return srtp_unprotect(session, packet, length); });
}

// SRTCP appends its 4-byte index besides the trailer.
inline srtp_err_status_t srtp_protect_rtcp(
  srtp_t session, const uint8_t* rtcp, size_t rtcpLength, uint8_t* out, size_t* outLength, size_t /*mkiIndex*/)
{
	return srtp_transform_copy(
	  rtcp, rtcpLength, out, outLength, SRTP_MAX_TRAILER_LEN + sizeof(uint32_t),
	  [session](void* packet, int* length) { return srtp_protect_rtcp(session, packet, length); });
}

inline srtp_err_status_t srtp_unprotect_rtcp(
  srtp_t session, const uint8_t* srtcp, size_t srtcpLength, uint8_t* out, size_t* outLength)
{
	return srtp_transform_copy(
	  srtcp, srtcpLength, out, outLength, 0,
	  [session](void* packet, int* length) { return srtp_unprotect_rtcp(session, packet, length); });
}
