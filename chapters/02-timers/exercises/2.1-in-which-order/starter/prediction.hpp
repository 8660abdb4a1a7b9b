#pragma once

// The letters in the order in which `program` in the test notes them.
inline constexpr const char* prediction = "";
