// Passes files, and every prefix of them, to a fuzz target when there is no libFuzzer.

#include <cstdint>
#include <fstream>
#include <iterator>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

int main(int count, char** paths) {
  for (int i = 1; i < count; i++) {
    std::ifstream file(paths[i], std::ios::binary);
    const std::vector<char> bytes{std::istreambuf_iterator<char>(file), {}};
    const auto* data = reinterpret_cast<const uint8_t*>(bytes.data());
    for (size_t size = 0; size <= bytes.size(); size++) LLVMFuzzerTestOneInput(data, size);
  }
}
