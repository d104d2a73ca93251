# Writes a C++ file that holds INPUT as a string_view named SYMBOL. Called by isinglass_embed.
# Bytes are written as a list of numbers: raw string literals are limited to 64 KiB by the standard and break on delimiters.
file(READ ${INPUT} hex HEX)
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
string(REGEX REPLACE "(0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,)" "\\1\n" bytes "${bytes}")
file(WRITE ${OUTPUT} "#include <string_view>\nnamespace isinglass::embedded {\nnamespace {\nconst unsigned char bytes_of_${SYMBOL}[] = {\n${bytes}0};\n}\nextern const std::string_view ${SYMBOL};\nconst std::string_view ${SYMBOL}{reinterpret_cast<const char*>(bytes_of_${SYMBOL}), sizeof(bytes_of_${SYMBOL}) - 1};\n}\n")
